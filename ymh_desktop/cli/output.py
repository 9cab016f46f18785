"""What commands print for programs."""

import json


def json_text(value: object) -> str:
    """Indented, with Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2)
