using System.Collections.Concurrent;
using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Contacts;

/// <summary>What officers of this node recorded about reaching contacts, in memory like the contacts.</summary>
internal sealed class VerificationTable : IMemoryTable
{
    private readonly ConcurrentDictionary<(ParticipantId, RecordId), ImmutableArray<ChannelVerification>> known = [];

    /// <summary>The stream of a contact's verifications.</summary>
    public static string StreamOf(ParticipantId originator, RecordId record) =>
        $"verifications-{originator.Value}-{record.Value}";

    /// <summary>Newest first; empty when nothing was recorded.</summary>
    public ImmutableArray<ChannelVerification> Of(ParticipantId originator, RecordId record) =>
        known.GetValueOrDefault((originator, record), []);

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        if (stored.Body is ContactVerified happened)
        {
            var key = (happened.Originator, happened.RecordId);
            known[key] = VerificationHistory.With(Of(happened.Originator, happened.RecordId), happened);
        }
    }
}
