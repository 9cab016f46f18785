"""The wizard's steps as data and use cases; no window here, so two ways in can share them."""
