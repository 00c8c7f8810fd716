namespace CbmExchange.Domain.Contacts;

/// <summary>What came of reaching a contact by a channel, once.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="Fingerprint">How it read then.</param>
/// <param name="Method">Code of list verification-method.</param>
/// <param name="Result">Code of list check-result.</param>
/// <param name="At">When.</param>
public sealed record ChannelVerification(
    string ChannelId,
    string Fingerprint,
    string Method,
    string Result,
    DateTimeOffset At
)
{
    /// <summary>True when a human of the desk answered.</summary>
    public bool IsConfirmation => VerificationResults.IsConfirmation(Result);

    /// <summary>True when it showed that the channel does not lead to the desk.</summary>
    public bool IsFailure => VerificationResults.IsFailure(Result);
}
