"""The one core below the sync and the asyncio client: messages built and parsed, and flows that say what to do but do none of it."""
