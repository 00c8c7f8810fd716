using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Fuzz.Tests.Mutations;
using CbmExchange.Fuzz.Tests.Running;
using CbmExchange.Verify;
using Google.Protobuf;

namespace CbmExchange.Fuzz.Tests.Targets;

/// <summary>
/// What comes over Follow, and files for <c>cbmx verify</c>. Accepted means: taken as a part of the originator's
/// stream. The entries then MUST have the bytes of the originals, the statements too, and the
/// disclosures MUST be theirs; the
/// envelope around them (unknown fields, the second signature that ECDSA has) proves nothing and is not compared.
/// </summary>
internal sealed class StreamTargets(Originator xa)
{
    public IEnumerable<FuzzTarget> All() =>
    [
        new("follow response", FuzzForm.Protobuf,
        [
            new FollowResponse { Batch = xa.Batch(2, 5) }.ToByteArray(),
            new FollowResponse { CaughtUp = new CaughtUp { Checkpoint = ByteString.CopyFrom(xa.Head(2)) } }
                .ToByteArray(),
            new FollowResponse { Heartbeat = new Heartbeat { Checkpoint = ByteString.CopyFrom(xa.Head(2)) } }
                .ToByteArray(),
        ], Response),
        new("entry batch", FuzzForm.Protobuf, [xa.Batch(0, 5).ToByteArray(), xa.Batch(0, 1).ToByteArray()],
            bytes => Parsed(EntryBatch.Parser, bytes) is { } batch ? Batch(batch, 0) : FuzzAnswer.Fault("no message")),
        new("entry of a hostile originator", FuzzForm.Protobuf,
            [.. xa.Entries.Select(entry => entry.ToByteArray())], Spoiled),
        new("verify file", FuzzForm.DelimitedProtobuf, [xa.File()], File),
    ];

    private FuzzAnswer Response(byte[] bytes)
    {
        if (Parsed(FollowResponse.Parser, bytes) is not { } response)
        {
            return FuzzAnswer.Fault("no message");
        }

        if (response.Batch is { } batch)
        {
            return Batch(batch, 2);
        }

        var note = (response.CaughtUp?.Checkpoint ?? response.Heartbeat?.Checkpoint ?? ByteString.Empty).Memory;
        var head = PeerStreamVerifier.VerifyHead(Originator.Stream, xa.Range(2), note, xa.Keys, Originator.Now);
        return head.IsAccepted ? FuzzAnswer.Accepted : FuzzAnswer.Fault(head.Fault.Name);
    }

    private FuzzAnswer Batch(EntryBatch batch, int held)
    {
        var verdict = PeerStreamVerifier.Verify(Originator.Stream, xa.Range(held), batch, xa.Keys, Originator.Now);
        if (!verdict.IsAccepted)
        {
            return FuzzAnswer.Fault(verdict.Fault.Name);
        }

        foreach (var entry in verdict.Value.Entries)
        {
            var original = xa.Entries[(int)entry.Index];
            if (entry.Sealed.Entry != original.Entry || entry.Sealed.Statement != original.Statement
                || entry.Sealed.Disclosures.Except(original.Disclosures).Any())
            {
                return FuzzAnswer.Accepted with { Changed = $"entry {entry.Index}" };
            }

            Open(entry);
        }

        return FuzzAnswer.Accepted;
    }

    // The originator itself signs nonsense: whatever is in it, nothing is thrown.
    private FuzzAnswer Spoiled(byte[] bytes)
    {
        if (Parsed(SealedEntry.Parser, bytes) is not { } spoiled)
        {
            return FuzzAnswer.Fault("no message");
        }

        var range = Originator.RangeOf([spoiled]);
        var batch = new EntryBatch { Generation = 1, Entries = { spoiled } };
        batch.Checkpoint = ByteString.CopyFrom(
            StreamHeads.Sign(Originator.Stream, range, Originator.Now, xa.CheckpointKey));
        Check(batch);
        var verdict = PeerStreamVerifier.Verify(
            Originator.Stream, CompactRange.Empty, batch, xa.Keys, Originator.Now);
        return verdict.IsAccepted ? Open(verdict.Value.Entries[0]) : FuzzAnswer.Fault(verdict.Fault.Name);
    }

    private void Check(EntryBatch batch)
    {
        using var file = new MemoryStream();
        batch.WriteDelimitedTo(file);
        file.Position = 0;
        _ = StreamChecker.Check(new StreamCheck
        {
            Descriptors = [xa.FirstDescriptor],
            Batches = file,
            Now = Originator.Now,
        });
    }

    private FuzzAnswer Open(VerifiedEntry entry)
    {
        if (entry.Body is { Kind: EntryKinds.Key, Key: { } change })
        {
            var renewed = Envelopes.Descriptors.AdmittedParticipant.Of([xa.Descriptors[0]]).Apply(change, []);
            return FuzzAnswer.Fault(renewed.Fault?.Name ?? "key taken");
        }

        return entry.Sealed.Statement.IsEmpty
            ? FuzzAnswer.Fault("entry taken")
            : FuzzAnswer.Fault(entry.OpenStatement(xa.Keys, Originator.Now).Fault?.Name ?? "statement opened");
    }

    private FuzzAnswer File(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var report = StreamChecker.Check(new StreamCheck
        {
            Descriptors = [xa.History],
            Batches = stream,
            Recipient = Originator.Xb,
            Generation = 1,
            Now = Originator.Now,
        });
        _ = report.Lines().ToList();
        if (!report.IsSound)
        {
            return FuzzAnswer.Fault(report.Findings[0].Name);
        }

        // A file that ends earlier is sound, and the report says so.
        var root = Convert.ToHexStringLower(xa.Range((int)report.Entries).Root());
        return report.RootHex == root
            ? FuzzAnswer.Accepted
            : FuzzAnswer.Accepted with { Changed = $"root {report.RootHex} of {report.Entries} entries" };
    }

    private static T? Parsed<T>(MessageParser<T> parser, byte[] bytes)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
