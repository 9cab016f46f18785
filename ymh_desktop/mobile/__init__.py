"""Phones on the factory's network: a small server inside the program. No rules here, they are in services.phone.

The security model, line by line: docs/decisions/0010-phones-on-the-factory-network.md; a test for each: tests/mobile.
"""
