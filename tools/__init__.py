"""Scripts for developers; nothing here is shipped."""
