"""Papers: a frozen report object of `services.reports` becomes the bytes of a PDF or an Excel file."""
