namespace CbmExchange.Envelopes.Keys;

/// <summary>A key file cannot be used as it is. The message is one sentence that says what to do.</summary>
public sealed class KeyFileException : Exception
{
    /// <summary>With a sentence.</summary>
    public KeyFileException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence and what lies under it.</summary>
    public KeyFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
