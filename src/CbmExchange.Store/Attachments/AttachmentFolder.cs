using CbmExchange.Domain;

namespace CbmExchange.Store.Attachments;

/// <summary>
/// <c>complete/ab/abcd…</c> and <c>partial/abcd…</c>. A name is 64 lower-case hex digits and nothing else, so that no
/// hash from outside can name another path.
/// </summary>
internal sealed class AttachmentFolder
{
    private const int HashHexLength = 64;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string complete;
    private readonly string partial;
    private readonly string root;
    private readonly string source;

    public AttachmentFolder(string root, string source = "")
    {
        (this.root, this.source) = (root, source);
        complete = Path.Combine(root, "complete");
        partial = Path.Combine(root, "partial");
        Directory.CreateDirectory(root, Private);
        Directory.CreateDirectory(complete, Private);
        Directory.CreateDirectory(partial, Private);
    }

    public string CompleteOf(ContentHash hash)
    {
        var name = NameOf(hash);
        return Path.Combine(complete, name[..2], name);
    }

    public string PartialOf(ContentHash hash) => Path.Combine(partial, NameOf(hash) + source);

    /// <summary>The same folder with what is being received from a participant apart.</summary>
    public AttachmentFolder From(ParticipantId peer) => Guid.TryParseExact(peer.Value, "D", out var id)
        ? new AttachmentFolder(root, $".{id:D}")
        : throw new AttachmentRefusedException("ATTACHMENT_NAME", "A participant is named by a UUID.");

    public static long? LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : null;

    public FileStream OpenPartial(ContentHash hash) =>
        new(
            PartialOf(hash),
            new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                Options = FileOptions.Asynchronous,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }
        );

    /// <summary>Renames and makes the rename itself durable; the bytes were flushed before.</summary>
    public void Publish(ContentHash hash)
    {
        var target = CompleteOf(hash);
        var parent = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(parent, Private);
        File.Move(PartialOf(hash), target, overwrite: true);
        DurableFolder.Flush(parent);
        DurableFolder.Flush(complete);
    }

    private static string NameOf(ContentHash hash) =>
        hash.Hex is { Length: HashHexLength } hex && hex.All(char.IsAsciiHexDigitLower)
            ? hex
            : throw new AttachmentRefusedException("ATTACHMENT_NAME", "A hash is 64 lower-case hex digits.");
}
