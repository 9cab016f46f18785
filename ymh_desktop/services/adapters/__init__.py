"""A department's own Excel form: which of its columns take which of our fields, in which words, and filling it.

There is no public interface of the department's platform. What can be done honestly: bring its blank form in once,
match the columns, and let the program fill it; or show each record in that form's order, to be copied field by field.
"""
