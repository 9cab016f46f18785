"""The town kit: use cases of a department's clerk, on a folder of its own. Nothing here touches enterprise data."""
