using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using CbmExchange.Domain;
using CbmExchange.Envelopes.Checkpoints;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Fuzz.Tests.Mutations;
using CbmExchange.Fuzz.Tests.Running;
using CbmExchange.Node.PeerStreams;

namespace CbmExchange.Fuzz.Tests.Targets;

/// <summary>
/// What a signature covers. Accepted means: the signed text is the original's, byte for byte, and nothing is shown that
/// its originator did not disclose.
/// </summary>
internal sealed class SignedTargets(Originator xa)
{
    private static readonly JsonElement CheckpointFile = Vector("checkpoints.json");
    private static readonly JsonElement StatementFile = Vector("statement.json");

    public IEnumerable<FuzzTarget> All() =>
    [
        new("statement", FuzzForm.SdJwt, [xa.SdJwt()], bytes => Statement(bytes, xa.SdJwt(), xa.Keys)),
        new("statement of the vectors", FuzzForm.SdJwt, [VectorStatement], bytes =>
            Statement(bytes, VectorStatement, VectorKeys)),
        new("attachments in disclosures", FuzzForm.SdJwt, [xa.SdJwt()], Attachments),
        new("checkpoint", FuzzForm.Note, [xa.Head(5), xa.Head(0)], bytes => Checkpoint(
            bytes, xa.Keys, Originator.Now, Encoding.UTF8.GetString(xa.Head(5)), Encoding.UTF8.GetString(xa.Head(0)))),
        new("checkpoint of the vectors", FuzzForm.Note,
            [.. CheckpointCases.Select(one => Encoding.UTF8.GetBytes(one.GetProperty("note").GetString()!))],
            bytes => Checkpoint(
                bytes, VectorCheckpointKeys, CheckpointFile.GetProperty("now").GetDateTimeOffset(),
                CheckpointFile.GetProperty("text").GetString()!)),
        new("descriptor", FuzzForm.Protobuf, [xa.FirstDescriptor], Descriptor),
        new("descriptor history", FuzzForm.Protobuf, [xa.History], History),
    ];

    private static FuzzAnswer Statement(byte[] bytes, byte[] original, PeerKeys keys)
    {
        var (parts, own) = (Text(bytes).Split('~'), Text(original).Split('~'));
        var shown = parts[1..].Where(part => part.Length > 0).ToList();
        var verdict = StatementVerifier.Open(Encoding.Latin1.GetBytes(parts[0]), shown, keys, Originator.Now);
        if (!verdict.IsAccepted)
        {
            return FuzzAnswer.Fault(verdict.Fault.Name);
        }

        if (!new[] { own[0], Twin(own[0]) }.Contains(parts[0]) || shown.Except(own[1..]).Any())
        {
            return FuzzAnswer.Accepted with { Changed = "claims, disclosures or another form of the signature" };
        }

        return parts[0] == own[0] ? FuzzAnswer.Accepted : new("accepted with the twin of the signature");
    }

    // What ECDSA allows beside the original, in the one form that it can have.
    private static string Twin(string jwt)
    {
        var signature = Base64Url.DecodeFromChars(jwt.AsSpan(jwt.LastIndexOf('.') + 1));
        return $"{SignedPart(jwt)}.{Base64Url.EncodeToString(Signatures.Twin(signature))}";
    }

    private static string SignedPart(string jwt) => jwt[..jwt.LastIndexOf('.')];

    private static FuzzAnswer Attachments(byte[] bytes)
    {
        var found = AttachmentHashes.In(Text(bytes).Split('~')[1..]).Count();
        return FuzzAnswer.Fault(found == 0 ? "none found" : "found");
    }

    private static FuzzAnswer Checkpoint(byte[] bytes, PeerKeys keys, DateTimeOffset now, params string[] originals)
    {
        var (opened, fault) = CheckpointVerifier.Open(bytes, keys, now);
        if (opened is null)
        {
            return FuzzAnswer.Fault(fault.ToString());
        }

        var text = CheckpointText.Write(opened);
        var isSame = originals.Any(original => original.StartsWith(text, StringComparison.Ordinal))
            && Encoding.UTF8.GetString(bytes).StartsWith(text, StringComparison.Ordinal);
        return FuzzAnswer.Accepted with { Changed = isSame ? null : text };
    }

    private FuzzAnswer Descriptor(byte[] bytes)
    {
        var verdict = DescriptorVerifier.Verify(bytes, null, [], Originator.Now);
        if (!verdict.IsAccepted)
        {
            return FuzzAnswer.Fault(verdict.Fault.Name);
        }

        var isSame = verdict.Value.Sha256.Span.SequenceEqual(xa.Descriptors[0].Sha256.Span);
        return FuzzAnswer.Accepted with { Changed = isSame ? null : "descriptor" };
    }

    private FuzzAnswer History(byte[] bytes)
    {
        _ = DescriptorHistories.ParticipantOf(bytes);
        var verdict = DescriptorHistories.Verify(bytes, null, [], Originator.Now);
        if (!verdict.IsAccepted)
        {
            return FuzzAnswer.Fault(verdict.Fault.Name);
        }

        // A piece with fewer versions is another hand-over of the same: its phrase is that of its last one.
        var isSame = verdict.Value.Zip(xa.Descriptors)
            .All(pair => pair.First.Sha256.Span.SequenceEqual(pair.Second.Sha256.Span));
        return FuzzAnswer.Accepted with { Changed = isSame ? null : "history" };
    }

    private static IEnumerable<JsonElement> CheckpointCases => CheckpointFile.GetProperty("cases").EnumerateArray();

    private static PeerKeys VectorCheckpointKeys => PeerKeys.Of(
        new ParticipantId(CheckpointFile.GetProperty("originator").GetString()!),
        [
            new PeerKey(
                VerificationKey.TryRead(Convert.FromBase64String(CheckpointFile.GetProperty("spki").GetString()!))!,
                KeyPurpose.Checkpoint, Originator.Now.AddDays(-1), Originator.Now.AddDays(1)),
        ]);

    private static byte[] VectorStatement => Encoding.ASCII.GetBytes(
        StatementFile.GetProperty("jwt").GetString() + "~" + string.Concat(
            StatementFile.GetProperty("disclosures").EnumerateArray()
                .Select(one => one.GetProperty("encoded").GetString() + "~")));

    private static PeerKeys VectorKeys { get; } = VectorStatementKeys();

    private static PeerKeys VectorStatementKeys()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem(StatementFile.GetProperty("privateKeyPem").GetString());
        return PeerKeys.Of(Originator.Xa,
        [
            new PeerKey(
                VerificationKey.TryRead(key.ExportSubjectPublicKeyInfo())!, KeyPurpose.Statement,
                Originator.Now.AddDays(-1), Originator.Now.AddDays(1)),
        ]);
    }

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static JsonElement Vector(string name)
    {
        using var document = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", name)));
        return document.RootElement.Clone();
    }
}
