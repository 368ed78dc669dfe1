"""How answers look on a screen: lines and tables made of the same values as the JSON."""
