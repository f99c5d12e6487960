/** Takes out signs of trouble that the words say are absent: "No AccessDenied, just timeouts" speaks of no refusal. */
export function withoutDeniedSigns(text: string): string {
  return text.replaceAll(
    /\b(?:no|not|without|never|isn't|aren't|is not|are not|not even)\s+(?:an?\s+|any\s+|the\s+)?(?:access ?denied\w*|denials?|403s?|unauthori[sz]ed\w*|authori[sz]ation errors?|throttling\w*)/gi,
    " ",
  );
}
