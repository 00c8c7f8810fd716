using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Checkpoints;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Verify;

/// <summary>Which stream a file holds: as whoever checks says, else as the first signed checkpoint says.</summary>
internal static class StreamName
{
    /// <summary>
    /// The stream. What a checkpoint says is taken only when the originator's signature over it holds and it names the
    /// originator; else the name fits nothing, and the check of the batch refuses it under the right name.
    /// </summary>
    public static PeerStreamId Of(StreamCheck check, AdmittedParticipant originator, EntryBatch first)
    {
        var signed = CheckpointVerifier.Open(first.Checkpoint.Span, originator.Keys, check.Now).Checkpoint;
        var named = signed is null ? null : PeerStreamId.TryParse(signed.Origin);
        var self = originator.Current.Participant;
        return named is not null && named.Originator == self
            ? new PeerStreamId(self, check.Recipient ?? named.Recipient, check.Generation ?? named.Generation)
            : new PeerStreamId(self, check.Recipient ?? self, check.Generation ?? Math.Max(1, first.Generation));
    }
}
