"""Tables over plain tuples: sorting and filtering in Python lists, rows painted by one delegate."""

from ymh_desktop.ui.tablemodels.model import Column, TupleTableModel
from ymh_desktop.ui.tablemodels.view import RecordTable

__all__ = ["Column", "RecordTable", "TupleTableModel"]
