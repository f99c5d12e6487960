/** Packages that the product's Python environment ships for scripts, and the modules that they give. */
export const shippedPackages: { readonly [name: string]: readonly string[] } = {
  boto3: ["boto3"],
  botocore: ["botocore"],
  jmespath: ["jmespath"],
  "python-dateutil": ["dateutil"],
  s3transfer: ["s3transfer"],
  urllib3: ["urllib3"],
  six: ["six"],
};

/** Modules of well-known packages that are not called as the package is. */
const modulesOf: { readonly [name: string]: readonly string[] } = {
  pyyaml: ["yaml"],
  "python-dateutil": ["dateutil"],
  "ruamel-yaml": ["ruamel"],
  beautifulsoup4: ["bs4"],
  pillow: ["PIL"],
  "scikit-learn": ["sklearn"],
  "aws-lambda-powertools": ["aws_lambda_powertools"],
  pyjwt: ["jwt"],
  "python-dotenv": ["dotenv"],
  protobuf: ["google"],
  pycryptodome: ["Crypto"],
  "opencv-python": ["cv2"],
};

/** What a package is imported as, as far as its name tells. */
export const guessedModules = (name: string): readonly string[] =>
  modulesOf[name] ?? [name.replaceAll("-", "_"), name.replaceAll("-", "")];
