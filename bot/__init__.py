"""The conversation: Telegram in, Telegram out."""
