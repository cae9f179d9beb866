// db/init/01-schema.sql
