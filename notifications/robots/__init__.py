"""Robots that speak in group chats: one module for each provider, and what they share."""
