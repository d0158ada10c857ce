import { settings } from "./settings";

// Runs before a server: its framework says that it is ready before it reads a setting.
settings("\nRelink did not start. ");
