"""The ground of the REST API: who asks, how often, what a repeat means, how a list is paged."""
