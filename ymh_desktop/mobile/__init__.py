"""Phones on the factory's network: a small server inside the program. No rules here, they are in services.phone.

The security model, line by line, with a test for each: docs/decisions/0010-phones-on-the-factory-network.md and tests/mobile.
"""
