"""seals: the data seal, a CMS signature over canonical bytes."""
