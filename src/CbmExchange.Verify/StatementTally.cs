using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;

namespace CbmExchange.Verify;

/// <summary>Opens the statements of proven entries and counts what it finds.</summary>
internal sealed class StatementTally
{
    private readonly Dictionary<KeyId, long> openByKey = [];

    public long Sealed { get; private set; }

    public long Destroyed { get; private set; }

    public long Open => openByKey.Values.Sum();

    /// <summary>Opens one; a finding when it does not hold.</summary>
    public CheckFinding? Take(VerifiedEntry entry, PeerKeys keys, DateTimeOffset now)
    {
        if (entry.Body.StatementSha256.IsEmpty)
        {
            return null;
        }

        var opened = entry.OpenStatement(keys, now);
        if (opened.IsAccepted)
        {
            var statement = opened.Value;
            openByKey[statement.KeyId] = openByKey.GetValueOrDefault(statement.KeyId) + 1;
            Destroyed += statement.DestroyedDisclosures;
            return null;
        }

        if (opened.Fault.Name == StatementFaults.UnknownSchema)
        {
            Sealed++;
            return null;
        }

        return new CheckFinding(opened.Fault.Name, opened.Fault.Sentence, entry.Index);
    }

    /// <summary>How many were signed with a key that is compromised by the end of the stream.</summary>
    public long InDoubt(PeerKeys keys) => openByKey
        .Where(pair => keys.Find(KeyPurpose.Statement, pair.Key) is { Status: KeyStatus.Compromised })
        .Sum(pair => pair.Value);
}
