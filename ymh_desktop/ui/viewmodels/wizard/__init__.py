"""What the wizard and its steps decide, without widgets."""
