using System.Text;
using System.Text.Json;

namespace CbmExchange.Node.Home;

/// <summary>What node.json holds: one options record per concern. No setting has a secret in it.</summary>
internal sealed record NodeSettings
{
    /// <summary>
    /// The layout of homes that this program writes and reads; a greater one was made by a newer program.
    /// </summary>
    public const int FormatVersionKnown = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Layout of the home.</summary>
    public int FormatVersion { get; init; } = FormatVersionKnown;

    /// <summary>UUID of the participant that this node speaks for.</summary>
    public string ParticipantId { get; init; } = "";

    /// <summary>Its designator, e.g. "XA".</summary>
    public string Designator { get; init; } = "";

    /// <summary>Where it listens.</summary>
    public ListenerOptions Listeners { get; init; } = new();

    /// <summary>host:port under which peers reach it.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>"private", "env:NAME" or a connection string without password.</summary>
    public string Database { get; init; } = DatabaseOptions.Private;

    /// <summary>How it lets its own records leave.</summary>
    public PolicyOptions Policies { get; init; } = new();

    /// <summary>OTLP endpoint; null sends nothing.</summary>
    public string? Otlp { get; init; }

    /// <summary>Reads node.json; a missing or broken file is a startup fault.</summary>
    public static NodeSettings Read(NodeHome home)
    {
        if (!File.Exists(home.SettingsFile))
        {
            throw new StartupException(
                $"There is no node home at {home.Folder} (node.json is missing); run init, or give the right --home."
            );
        }

        try
        {
            using var file = File.OpenRead(home.SettingsFile);
            using var document = JsonDocument.Parse(file);
            MustNotBeNewer(home, document.RootElement);
            return document.RootElement.Deserialize<NodeSettings>(Json)
                ?? throw new JsonException("The file is empty.");
        }
        catch (JsonException error)
        {
            throw new StartupException($"{home.SettingsFile} cannot be read: {error.Message} Correct the file.");
        }
    }

    /// <summary>Writes node.json.</summary>
    public void Write(NodeHome home) =>
        AtomicFile.Write(home.SettingsFile, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, Json) + "\n"));

    // Asked before anything else is read: a newer program may have settings that this one does not know.
    private static void MustNotBeNewer(NodeHome home, JsonElement root)
    {
        if (
            root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("formatVersion", out var version)
            && version.TryGetInt32(out var number)
            && number > FormatVersionKnown
        )
        {
            throw new StartupException(
                $"The home {home.Folder} has format {number} and this program knows formats up to "
                    + $"{FormatVersionKnown}: "
                    + "it was made by a newer version. Start it with that version or a later one."
            );
        }
    }
}
