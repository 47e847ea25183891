"""What a night recomputed for the keys that changed is what a rebuild of everything gives (architecture, The store)."""
