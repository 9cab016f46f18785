"""Use cases: one function per thing that a user does. Ports say what they need from outside."""
