"""上报镇里: what goes along, the check before signing, the signed file, what was sent, and the key that signs."""
