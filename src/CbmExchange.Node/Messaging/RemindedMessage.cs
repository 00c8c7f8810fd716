using CbmExchange.Domain.Records;
using CbmExchange.Node.Publishing;

namespace CbmExchange.Node.Messaging;

/// <summary>Whoever confirms or answers a reminder means the message of which it reminds.</summary>
internal static class RemindedMessage
{
    /// <summary>The held record that an officer names; of a reminder, the message, where it is held.</summary>
    public static async Task<HeldRecord?> FindMeantAsync(
        this IHeldRecords held, string record, CancellationToken cancellationToken)
    {
        var found = await held.FindAsync(record, cancellationToken).ConfigureAwait(false);
        return found?.Header.RecordType == RecordTypes.Reminder
            && found.View.Body?.Reminder?.ReminderOf?.RecordId is { Length: > 0 } of
            && await held.FindAsync(of, cancellationToken).ConfigureAwait(false) is { } message
            && message.Header.Originator == found.Header.Originator
                ? message
                : found;
    }
}
