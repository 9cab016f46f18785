"""Training, the cards people sign for, the three questions, rewards, what falls due, and who has a task."""
