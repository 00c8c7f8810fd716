namespace CbmExchange.Demo;

/// <summary>A step did not come out as the story says.</summary>
internal sealed class StepFailed(string sentence) : Exception(sentence);
