"""The phone end: pairing, what a phone is shown, what it sends, and how that becomes records.

What a phone sends waits as 待确认; only `inbox.accept_entry` turns it into records, by the ordinary use cases.
"""
