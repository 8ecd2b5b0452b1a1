"""Tables: one file for each way to write them, their captions, and the passes that give them their shape and width."""
