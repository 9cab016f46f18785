"""Report objects: everything a paper says, as frozen values. `documents` only draws them; nothing is decided there."""
