"""The material: what can be asked, and whether an answer is right. Values in, values out."""
