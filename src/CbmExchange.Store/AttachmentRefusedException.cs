namespace CbmExchange.Store;

/// <summary>Bytes of an attachment were refused; nothing of them became visible.</summary>
/// <param name="reason">Stable code in UPPER_SNAKE.</param>
/// <param name="sentence">One plain sentence.</param>
public sealed class AttachmentRefusedException(string reason, string sentence) : Exception(sentence)
{
    /// <summary>Stable code in UPPER_SNAKE.</summary>
    public string Reason { get; } = reason;
}
