export declare function isInstalled(root: string): boolean;
export declare function clearInstalled(root: string): void;
export declare function markInstalled(root: string): void;
