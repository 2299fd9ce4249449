"""What stands between a good plan and a good number: data, people who must change, and targets that bend both."""
