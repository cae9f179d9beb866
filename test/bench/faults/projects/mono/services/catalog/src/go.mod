// services/catalog/src/go.mod
