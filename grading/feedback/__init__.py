"""What a trainee is told: a result as a plain mapping, and as a page of HTML. Built from results, never by running."""
