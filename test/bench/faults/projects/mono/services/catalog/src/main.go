// services/catalog/src/main.go
