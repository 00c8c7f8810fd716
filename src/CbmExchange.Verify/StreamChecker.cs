using System.Collections.Immutable;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Verify;

/// <summary>
/// Checks a peer stream in a file against the originator's descriptors, without any node: every signature, hash and
/// position, every statement and disclosure. A fault of the stream ends the check, since nothing after it is proven;
/// a fault of one statement does not.
/// </summary>
public static class StreamChecker
{
    /// <summary>Findings that are listed; a damaged file could otherwise fill the report without end.</summary>
    public const int FindingsMax = 1_000;

    /// <summary>Checks everything and reports. Throws only when the file itself cannot be read.</summary>
    public static StreamReport Check(StreamCheck check)
    {
        var opened = OpenDescriptors(check);
        return opened.IsAccepted ? CheckStream(check, opened.Value) : new StreamReport
        {
            Findings = [new CheckFinding(opened.Fault.Name, opened.Fault.Sentence)],
        };
    }

    private static Envelopes.Verdict<AdmittedParticipant, DescriptorFault> OpenDescriptors(StreamCheck check)
    {
        var versions = new List<VerifiedDescriptor>();
        foreach (var signed in check.Descriptors.SelectMany(given => DescriptorHistories.Split(given)))
        {
            // Older versions have expired by nature; the newest one is judged by the phrase and its date is reported.
            var version = DescriptorVerifier.Open(signed, versions.LastOrDefault());
            if (!version.IsAccepted)
            {
                return version.Fault;
            }

            versions.Add(version.Value);
        }

        return versions.Count == 0
            ? new DescriptorFault(DescriptorFaults.Malformed, "No descriptor was given.")
            : AdmittedParticipant.Of(versions);
    }

    private static StreamReport CheckStream(StreamCheck check, AdmittedParticipant admitted)
    {
        var originator = admitted;
        PeerStreamId? stream = null;
        var findings = ImmutableArray.CreateBuilder<CheckFinding>();
        var tally = new StatementTally();
        var file = new BatchFile(check.Batches);
        VerifiedHead? head = null;
        var checkpoints = 0L;
        foreach (var batch in file.Read())
        {
            stream ??= StreamName.Of(check, originator, batch);
            var verdict = PeerStreamVerifier.Verify(
                stream, head?.Range ?? CompactRange.Empty, batch, originator.Keys, check.Now);
            if (!verdict.IsAccepted)
            {
                findings.Add(new CheckFinding(verdict.Fault.Name, verdict.Fault.Sentence));
                break;
            }

            head = verdict.Value.Head;
            checkpoints++;
            originator = CheckEntries(verdict.Value, originator, check.Now, tally, findings);
        }

        if (file.Fault is { } fault)
        {
            findings.Add(fault);
        }

        return Report(stream, head, tally, originator) with
        {
            Findings = [.. findings.Take(FindingsMax)],
            Originator = admitted.Current.Body.Designator,
            Phrase = admitted.Current.Phrase,
            Checkpoints = checkpoints,
            RecipientWasGiven = check.Recipient is not null,
        };
    }

    private static StreamReport Report(
        PeerStreamId? stream, VerifiedHead? head, StatementTally tally, AdmittedParticipant originator) => new()
        {
            Findings = [],
            Origin = stream?.Origin ?? "",
            Recipient = stream?.Recipient.Value ?? "",
            Entries = head?.Range.Size ?? 0,
            RootHex = Convert.ToHexStringLower((head?.Range ?? CompactRange.Empty).Root()),
            SignedAt = head?.SignedAt,
            Statements = tally.Open,
            StatementsInDoubt = tally.InDoubt(originator.Keys),
            StatementsSealed = tally.Sealed,
            DisclosuresDestroyed = tally.Destroyed,
        };

    private static AdmittedParticipant CheckEntries(
        VerifiedBatch batch,
        AdmittedParticipant originator,
        DateTimeOffset now,
        StatementTally tally,
        ImmutableArray<CheckFinding>.Builder findings)
    {
        foreach (var entry in batch.Entries)
        {
            if (tally.Take(entry, originator.Keys, now) is { } finding)
            {
                findings.Add(finding);
            }

            // A key part beside another kind says nothing, as in a node.
            if (entry.Body is not { Kind: EntryKinds.Key, Key: { } change })
            {
                continue;
            }

            var renewed = originator.Apply(change, []);
            if (renewed.IsAccepted)
            {
                originator = renewed.Value;
            }
            else
            {
                findings.Add(new CheckFinding(renewed.Fault.Name, renewed.Fault.Sentence, entry.Index));
            }
        }

        return originator;
    }
}
