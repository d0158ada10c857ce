import { ensureBuild, ensureDependencies, requireNode } from "./project.mjs";

// `npm run build`: installs what is missing, and builds unless the last build is of these very sources.
requireNode();
ensureDependencies();
ensureBuild();
