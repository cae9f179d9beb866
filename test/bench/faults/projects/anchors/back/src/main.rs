# back/src/main.rs
