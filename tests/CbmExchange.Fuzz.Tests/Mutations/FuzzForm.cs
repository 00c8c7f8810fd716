namespace CbmExchange.Fuzz.Tests.Mutations;

/// <summary>How an input is built.</summary>
internal enum FuzzForm
{
    /// <summary>No structure known.</summary>
    Bytes,

    /// <summary>Fields with tags and lengths, nested.</summary>
    Protobuf,

    /// <summary>The same, with a length before each message.</summary>
    DelimitedProtobuf,

    /// <summary>A JSON text.</summary>
    Json,

    /// <summary>Base64url parts with points and tildes between: an SD-JWT or disclosures.</summary>
    SdJwt,

    /// <summary>A C2SP signed note.</summary>
    Note,
}
