using CbmExchange.Node.Observation;

namespace CbmExchange.Node.Publishing;

internal sealed partial class PersonalDataKeeper
{
    [LoggerMessage(NodeEventIds.PersonalDataDestroyed, LogLevel.Information,
        "The personal data of the ended contact {RecordId} is destroyed, {Count} disclosures in own streams with it.")]
    private static partial void Destroyed(ILogger log, string recordId, int count);

    [LoggerMessage(NodeEventIds.ReplacedPersonDestroyed, LogLevel.Information,
        "The personal data of a person replaced in the contact {RecordId} is destroyed, {Count} disclosures in own "
        + "streams with it.")]
    private static partial void ReplacedDestroyed(ILogger log, string recordId, int count);

    [LoggerMessage(NodeEventIds.PersonalDataWaits, LogLevel.Warning,
        "The store did not answer; personal data that is due is destroyed later.")]
    private static partial void Waits(ILogger log);
}
