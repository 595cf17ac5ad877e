"""Images under the official names and paths where no registry is reachable: built daemons on a base of Debian packages."""
